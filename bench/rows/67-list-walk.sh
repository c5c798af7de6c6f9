# walking through a list like PATH with ${x%%:*} and ${x#*:}, and through a long one
i=0 count=0
while [ $i -lt 1500 ]; do
	list=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/usr/games:/opt/tools/bin
	while [ -n "$list" ]; do
		entry=${list%%:*}
		case $list in
		*:*) list=${list#*:} ;;
		*) list= ;;
		esac
		count=$((count + 1))
	done
	i=$((i + 1))
done
i=0 list=
while [ $i -lt 800 ]; do
	list=$list:item$i
	i=$((i + 1))
done
while [ -n "$list" ]; do
	entry=${list##*:}
	list=${list%:*}
	count=$((count + 1))
done
echo $count "$entry"
