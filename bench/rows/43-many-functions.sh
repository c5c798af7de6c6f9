# defining 8,000 functions and calling each
# memory: yes
i=0 sum=0
while [ $i -lt 8000 ]; do
	eval "function_number_$i() { sum=\$((sum + $i)); }"
	i=$((i + 1))
done
for round in 1 2 3 4; do
	i=0
	while [ $i -lt 8000 ]; do
		function_number_$i
		i=$((i + 1))
	done
done
echo "$sum"
