SELECT year(birthday) y,count(*) n
FROM Person
GROUP BY 1
ORDER BY n DESC, 1 LIMIT 5
