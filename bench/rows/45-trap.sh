# setting and resetting traps
i=0
while [ $i -lt 25000 ]; do
	trap 'echo caught; exit 1' HUP INT TERM
	trap 'echo bye' EXIT
	trap - HUP INT TERM
	trap '' USR1
	trap - USR1 EXIT
	i=$((i + 1))
done
echo $i
