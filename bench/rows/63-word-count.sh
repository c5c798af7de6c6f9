# a realistic mix: counting the words of a text
total=0 lines=0 seen=
while read -r line; do
	lines=$((lines + 1))
	for word in $line; do
		word=${word%[.,]}
		total=$((total + 1))
		eval "count=\${count_$word:-0}"
		[ "$count" -eq 0 ] && seen="$seen $word"
		eval "count_$word=$((count + 1))"
	done
done <text.txt
echo "$lines lines, $total words"
for word in $seen; do
	eval "count=\$count_$word"
	[ "$count" -gt 100 ] && echo "$word $count"
done | sort
