# 600 jobs at once: each waits for a FIFO to be opened for writing
i=0 jobs=
while [ $i -lt 600 ]; do
	: <fifo &
	jobs="$jobs $!"
	i=$((i + 1))
done
exec 3>fifo
done=0
for job in $jobs; do
	wait "$job" && done=$((done + 1))
done
echo "$done"
