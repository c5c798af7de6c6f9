# setting and shifting the positional parameters
i=0 total=0
while [ $i -lt 60000 ]; do
	set -- a "b c" $i d
	total=$((total + $# + $3))
	shift 2
	set -- "$@" last
	i=$((i + 1))
done
echo "$total $# $*"
