# ${#x}
i=0 total=0 short=abc
long=abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz
long=$long$long$long$long
while [ $i -lt 60000 ]; do
	total=$((total + ${#short} + ${#long} + ${#i}))
	i=$((i + 1))
done
echo "$total"
