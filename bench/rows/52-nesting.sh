# deeply nested compound commands, entered again and again
i=0 count=0
while [ $i -lt 20000 ]; do
	if :; then { if :; then { if :; then { if :; then
		for a in 1; do case x in x) for b in 1; do case x in x)
			{ { { if :; then while :; do until false; do
				count=$((count + 1))
				break 2
			done; done; fi; }; }; }
		;; esac; done ;; esac; done
	fi; }; fi; }; fi; }; fi
	i=$((i + 1))
done
echo "$count"
