SELECT count(*)
FROM Person
WHERE upper(name)='ALI KHAN'
