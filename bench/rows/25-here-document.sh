# here-documents, read by a built-in
i=0 total=0
while [ $i -lt 5000 ]; do
	read -r first rest <<-END
		number $i and more
	END
	while read -r line; do
		total=$((total + ${#line}))
	done <<'END'
a literal one
of two lines
END
	i=$((i + 1))
done
echo "$first $rest $total"
