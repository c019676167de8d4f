SELECT count(*)
FROM Person
WHERE starts_with(name,'Ali')
