# case with patterns: brackets, classes, stars
i=0 numbers=0 names=0 files=0 others=0
while [ $i -lt 30000 ]; do
	for word in $i name_$i src/main.c -x+y; do
		case $word in
		''|*[!0-9a-zA-Z_./-]*) others=$((others + 1)) ;;
		[0-9]*[!0-9]*) echo "impossible" ;;
		[0-9]*) numbers=$((numbers + 1)) ;;
		*/*.[chly]|*/?*.cc) files=$((files + 1)) ;;
		[[:alpha:]_]*) names=$((names + 1)) ;;
		esac
	done
	i=$((i + 1))
done
echo "$numbers $names $files $others"
