# a script of 100,000 lines, most of it functions that are never called
# script: long.sh
# memory: yes
