SELECT gender,min(birthday),max(birthday)
FROM Person
GROUP BY 1
ORDER BY 1
