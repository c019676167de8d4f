SELECT count(*)
FROM Person
WHERE contains(name,'Khan')
