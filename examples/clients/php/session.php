<?php

require __DIR__ . '/Dapur.php';

$dapur = new Dapur(getenv('DAPUR_URL'));
$user = $dapur->signIn('users', getenv('DAPUR_EMAIL'), getenv('DAPUR_PASSWORD'));
echo "signed in as {$user['email']}\n";

$filter = 'price > 20000 && kind = ' . Dapur::quote('soup');
$menu = $dapur->call('dishes.list', query: ['filter' => $filter, 'sort' => 'price']);
foreach ($menu['items'] as $dish) {
    echo "{$dish['name']} {$dish['price']}\n";
}

$changes = $dapur->listen('orders/*');
$changes->current();
$order = $dapur->call('orders.create', ['status' => 'open', 'owner' => $user['id']]);
echo "created {$order['status']}\n";
$dapur->call('orders.update', ['status' => 'done'], path: ['id' => $order['id']]);
for ($heard = 0; $heard < 2; $heard++) {
    $changes->next();
    [, $change] = $changes->current();
    echo "heard {$change['action']} {$change['record']['status']}\n";
}

try {
    $dapur->call('orders.create', ['owner' => $user['id']]);
} catch (Refused $refused) {
    echo "refused {$refused->getCode()} {$refused->data['status']['code']}\n";
}
$dapur->call('orders.delete', path: ['id' => $order['id']]);
echo "deleted\n";
