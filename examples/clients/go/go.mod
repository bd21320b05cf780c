module session

go 1.22
