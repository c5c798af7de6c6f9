# a realistic mix: reading a file of settings into variables, again and again
i=0
while [ $i -lt 100 ]; do
	echo "# setting $i"
	echo "key$i=\"value $i\""
	i=$((i + 1))
done >out
i=0
while [ $i -lt 40 ]; do
	while IFS='=' read -r key value; do
		case $key in
		'' | \#*) continue ;;
		esac
		value=${value#\"}
		value=${value%\"}
		eval "setting_$key=\$value"
	done <out
	i=$((i + 1))
done
echo "$setting_key0 $setting_key99"
