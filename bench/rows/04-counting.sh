# the loop that all scripts have: while [ $i -lt N ]; do i=$((i+1)); done
i=0
while [ $i -lt 120000 ]; do i=$((i+1)); done
echo $i
