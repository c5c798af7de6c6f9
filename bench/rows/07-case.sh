# case with literal branches, the right one late
i=0 hits=0
while [ $i -lt 60000 ]; do
	for word in one five nine; do
		case $word in
		zero) hits=$((hits + 100)) ;;
		one) hits=$((hits + 1)) ;;
		two|three|four) hits=$((hits + 1000)) ;;
		five) ;;
		six|seven) hits=0 ;;
		eight) hits=1 ;;
		*) hits=$((hits + 2)) ;;
		esac
	done
	i=$((i + 1))
done
echo "$hits"
