SELECT id,name,age
FROM Person
ORDER BY age,name,id LIMIT 1000
