SELECT count(*)
FROM Person a JOIN City b ON a.name=b.name
