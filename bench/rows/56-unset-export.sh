# unset, export, readonly checks and assignments before built-ins and functions
show() {
	shown=$VALUE
}
i=0
while [ $i -lt 25000 ]; do
	VALUE=$i show
	export VALUE="$i" OTHER=2
	IFS=: VALUE=x :
	unset VALUE OTHER
	i=$((i + 1))
done
echo "$shown ${VALUE-unset}"
