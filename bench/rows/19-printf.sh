# printf with the usual formats
i=0
while [ $i -lt 30000 ]; do
	printf '%s\n' "$i"
	printf '%5d|%-8s|%x|%03o\n' "$i" name "$i" 9
	printf 'a\tb\n%s %s\n' one two three four
	i=$((i + 1))
done
