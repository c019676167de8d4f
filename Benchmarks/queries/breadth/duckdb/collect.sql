SELECT src, len(list(i.name))
FROM HAS_INTEREST h JOIN Interest i ON i.id=h.dst
GROUP BY 1
ORDER BY 1 LIMIT 3
