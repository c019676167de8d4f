SELECT CASE WHEN age<30 THEN 'young' WHEN age<60 THEN 'mid' ELSE 'old' END c,count(*)
FROM Person
GROUP BY 1
ORDER BY 1
