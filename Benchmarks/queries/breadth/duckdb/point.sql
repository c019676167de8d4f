SELECT name, age
FROM Person
WHERE id = $person
