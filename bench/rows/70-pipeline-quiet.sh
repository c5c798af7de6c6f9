# pipelines whose programs have assignments, 2>/dev/null or 2>&1
i=0
while [ $i -lt 50 ]; do
	cat nosuchfile 2>/dev/null | cat >/dev/null
	count=$(LC_ALL=C cat nosuchfile 2>&1 | grep -c nosuchfile)
	i=$((i + 1))
done
echo "$count"
