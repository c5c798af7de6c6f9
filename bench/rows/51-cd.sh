# cd to and fro
start=$PWD
i=0
while [ $i -lt 12000 ]; do
	cd tree/a/b
	cd ..
	cd ./b/c
	cd "$start"
	i=$((i + 1))
done
[ "$PWD" = "$start" ] && echo "$i"
