import os

from dapur import Dapur, Refused, quote

dapur = Dapur(os.environ["DAPUR_URL"])
user = dapur.sign_in("users", os.environ["DAPUR_EMAIL"], os.environ["DAPUR_PASSWORD"])
print("signed in as", user["email"])

menu = dapur.call("dishes.list", query={"filter": f"price > 20000 && kind = {quote('soup')}", "sort": "price"})
for dish in menu["items"]:
    print(dish["name"], dish["price"])

changes = dapur.listen("orders/*")
next(changes)
order = dapur.call("orders.create", {"status": "open", "owner": user["id"]})
print("created", order["status"])
dapur.call("orders.update", {"status": "done"}, id=order["id"])
for _ in range(2):
    _, change = next(changes)
    print("heard", change["action"], change["record"]["status"])

try:
    dapur.call("orders.create", {"owner": user["id"]})
except Refused as refused:
    print("refused", refused.status, refused.data["status"]["code"])
dapur.call("orders.delete", id=order["id"])
print("deleted")
