SELECT gender,count(*),avg(age)
FROM Person
GROUP BY 1
ORDER BY 1
