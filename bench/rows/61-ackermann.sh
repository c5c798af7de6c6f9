# deep recursion: the Ackermann function
ackermann() {
	if [ "$1" -eq 0 ]; then
		result=$(($2 + 1))
	elif [ "$2" -eq 0 ]; then
		ackermann $(($1 - 1)) 1
	else
		ackermann "$1" $(($2 - 1))
		ackermann $(($1 - 1)) "$result"
	fi
}
ackermann 2 200
echo "$result"
