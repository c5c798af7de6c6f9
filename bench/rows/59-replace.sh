# replacing all of one string in another, with # and %
text=one,two,three,four,five,six,seven,eight,nine,ten,eleven,twelve
i=0
while [ $i -lt 10000 ]; do
	rest=$text result=
	while :; do
		case $rest in
		*,*)
			result=$result${rest%%,*}" and "
			rest=${rest#*,}
			;;
		*)
			result=$result$rest
			break
			;;
		esac
	done
	i=$((i + 1))
done
echo "$result"
