# globbing in a folder of 3,000 files
# memory: yes
i=0 count=0
while [ $i -lt 25 ]; do
	set -- many/*
	count=$((count + $#))
	set -- many/*.c
	count=$((count + $#))
	set -- many/file[12]?3*.[ch]
	count=$((count + $#))
	i=$((i + 1))
done
echo "$count $1"
