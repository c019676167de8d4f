SELECT count(*)
FROM Person
WHERE age>40 AND gender='male'
