# getopts over a handful of options
i=0 seen=0
while [ $i -lt 16000 ]; do
	OPTIND=1
	while getopts ab:cv option -a -b value -cv -b other operand; do
		case $option in
		a|c) seen=$((seen + 1)) ;;
		b) value=$OPTARG ;;
		v) seen=$((seen + 10)) ;;
		*) echo "option $option" ;;
		esac
	done
	i=$((i + 1))
done
echo "$seen $value $OPTIND"
