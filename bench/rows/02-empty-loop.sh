# nested for loops around nothing
for a in 0 1 2 3 4 5 6 7 8 9; do
	for b in 0 1 2 3 4 5 6 7 8 9; do
		for c in 0 1 2 3 4 5 6 7 8 9; do
			for d in 0 1 2 3 4 5 6 7 8 9; do
				for e in 0 1 2 3 4 5 6 7 8 9; do
					for f in 0 1 2 3 4 5; do
						:
					done
				done
			done
		done
	done
done
echo "$a$b$c$d$e$f"
