import java.util.List;
import java.util.Map;

public final class Session {
    public static void main(String[] arguments) throws Exception {
        Map<String, String> none = Map.of();
        Dapur dapur = new Dapur(System.getenv("DAPUR_URL"));
        var user = dapur.signIn("users", System.getenv("DAPUR_EMAIL"), System.getenv("DAPUR_PASSWORD"));
        System.out.println("signed in as " + user.get("email"));

        String filter = "price > 20000 && kind = " + Dapur.quote("soup");
        Object menu = dapur.call("dishes.list", none, Map.of("filter", filter, "sort", "price"), null);
        for (Object each : (List<?>) Dapur.object(menu).get("items")) {
            var dish = Dapur.object(each);
            System.out.println(dish.get("name") + " " + ((Double) dish.get("price")).intValue());
        }

        var changes = dapur.listen("orders/*");
        Object body = Map.of("status", "open", "owner", user.get("id"));
        var order = Dapur.object(dapur.call("orders.create", none, none, body));
        System.out.println("created " + order.get("status"));
        Map<String, String> one = Map.of("id", (String) order.get("id"));
        dapur.call("orders.update", one, none, Map.of("status", "done"));
        for (int heard = 0; heard < 2; heard++) {
            var change = changes.next();
            System.out.println("heard " + change.get("action") + " " + Dapur.object(change.get("record")).get("status"));
        }

        try {
            dapur.call("orders.create", none, none, Map.of("owner", user.get("id")));
        } catch (Dapur.Refused refused) {
            Object problem = Dapur.object(refused.data.get("status")).get("code");
            System.out.println("refused " + refused.status + " " + problem);
        }
        dapur.call("orders.delete", one, none, null);
        System.out.println("deleted");
        // The stream of changes would keep the process alive.
        System.exit(0);
    }
}
