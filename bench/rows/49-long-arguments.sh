# long argument lists, handed from function to function
i=0
set --
while [ $i -lt 1000 ]; do
	set -- "$@" "argument $i"
	i=$((i + 1))
done
inner() {
	count=$((count + $#))
}
outer() {
	inner "$@" one more
}
i=0 count=0
while [ $i -lt 500 ]; do
	outer "$@"
	i=$((i + 1))
done
echo "$count"
