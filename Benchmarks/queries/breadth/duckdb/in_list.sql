SELECT count(*)
FROM Person
WHERE age IN (20,30,40,50)
