SELECT sum(age*2+1), avg(age//3)
FROM Person
