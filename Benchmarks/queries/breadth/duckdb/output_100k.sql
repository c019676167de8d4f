SELECT id,name,age
FROM Person
ORDER BY id
