# recursion: Fibonacci numbers
fib() {
	if [ "$1" -lt 2 ]; then
		result=$1
		return
	fi
	fib $(($1 - 1))
	set -- "$1" "$result"
	fib $(($1 - 2))
	result=$(($2 + result))
}
fib 22
echo "$result"
