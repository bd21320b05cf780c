package main

import (
	"errors"
	"fmt"
	"log"
	"os"
)

func main() {
	dapur, err := Open(os.Getenv("DAPUR_URL"))
	must(err)
	user, err := dapur.SignIn("users", os.Getenv("DAPUR_EMAIL"), os.Getenv("DAPUR_PASSWORD"))
	must(err)
	fmt.Println("signed in as", user["email"])

	var menu struct {
		Items []struct {
			Name  string
			Price int
		}
	}
	query := map[string]string{"filter": "price > 20000 && kind = " + Quote("soup"), "sort": "price"}
	must(dapur.Call("dishes.list", Request{Query: query}, &menu))
	for _, dish := range menu.Items {
		fmt.Println(dish.Name, dish.Price)
	}

	changes, err := dapur.Listen("orders/*")
	must(err)
	var order struct{ ID, Status string }
	body := Object{"status": "open", "owner": user["id"]}
	must(dapur.Call("orders.create", Request{Body: body}, &order))
	fmt.Println("created", order.Status)
	one := map[string]string{"id": order.ID}
	must(dapur.Call("orders.update", Request{Path: one, Body: Object{"status": "done"}}, nil))
	for range 2 {
		change := <-changes
		fmt.Println("heard", change.Action, change.Record["status"])
	}

	var refused *Refused
	err = dapur.Call("orders.create", Request{Body: Object{"owner": user["id"]}}, nil)
	if errors.As(err, &refused) {
		fmt.Println("refused", refused.Status, refused.Data["status"].Code)
	}
	must(dapur.Call("orders.delete", Request{Path: one}, nil))
	fmt.Println("deleted")
}

func must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
