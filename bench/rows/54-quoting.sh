# words of many quoted and unquoted parts
i=0 a=left b='two words'
while [ $i -lt 30000 ]; do
	x="$a"'single'"${b}"\ \"$i\"
	y="a\$b\\c\"$a/$b/$i"
	: "$x" "$y" 'literal text' "$a$b" "${a}_${b}_$i" ~/file
	i=$((i + 1))
done
printf "%s\n" "$x $y"
