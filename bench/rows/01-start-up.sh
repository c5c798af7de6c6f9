# starting the shell and ending it: -c :
# starts: 100
:
