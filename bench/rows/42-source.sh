# a small file, sourced again and again
i=0
while [ $i -lt 9000 ]; do
	. ./small.sh
	i=$((i + 1))
done
echo "$sourced $prefix"
greet you
