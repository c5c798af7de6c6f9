# a subshell that changes folder and variables and prints
i=0
while [ $i -lt 600 ]; do
	(
		cd tree/a || exit
		name=${PWD##*/}
		echo "$name $i"
	)
	i=$((i + 1))
done
echo "${PWD##*/}${name-}" | sed 's/.*/done/'
