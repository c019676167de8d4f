SELECT count(*)
FROM Person a JOIN Person b ON a.birthday=b.birthday
WHERE a.id<2000 AND b.id>98000
