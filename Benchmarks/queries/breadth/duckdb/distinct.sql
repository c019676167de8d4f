SELECT count(DISTINCT name)
FROM Person
