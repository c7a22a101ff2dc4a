using System.Text;
using System.Text.Json;
using Marketing.Data.Intake;

namespace Marketing.Data.Sql;

internal sealed partial class DataIntakeStore
{
    private sealed partial class IntakeRows
    {
        private static readonly ItemOutcome Accepted = new ItemOutcome.Accepted();
        private static readonly ItemOutcome Repeated = new ItemOutcome.Repeated();

        public ItemOutcome AddEvent(IntakeSender sender, EventItem item)
        {
            if ((Gone("customer", item.Customer, item.At, own: false) ?? GoneBrowser(item)) is { } gone)
            {
                return gone;
            }

            if (Unrated(item.Currency, item.At) is { } apart)
            {
                return apart;
            }

            var import = Import(sender);
            long? customer = item.Customer is null ? null : Customer(item.Customer, import);
            long? visitor = item.Visitor is null ? null : Visitor(item.Visitor);
            long? product = item.Product is null ? null : Product(item.Product, null, import);
            var kind = EventKinds.Of(item.Kind);
            if (kind == EventKind.Identify && Foreign(visitor!.Value, customer!.Value) is { } refused)
            {
                return refused;
            }

            Span<byte> key = stackalloc byte[16];
            IntakeText.Key(sender, item.Id, key);
            var added = Statement("add-event").Add(customer).Add(product).Add((long)kind).Add(item.At.ToUnixTimeMilliseconds()).Add(import).Add(visitor)
                .Add(item.Session).Add(kind == EventKind.Own ? item.Kind : null).Add(item.Quantity).Add(Minor(item.Amount, item.Currency, item.At))
                .Add(Detail(item)).Add(item.Bot ? 1L : 0L).Add(Now()).AddBytes(key).RunAndCount() == 1
                || Statement("take-event-over").Add(import).AddBytes(key).RunAndCount() == 1;
            if (added && kind == EventKind.Identify)
            {
                Link(visitor!.Value, customer!.Value);
            }

            return added ? Accepted : Repeated;
        }

        public ItemOutcome AddReturn(IntakeSender sender, ReturnItem item)
        {
            if (Gone("customer", item.Customer, item.At, own: false) is { } gone)
            {
                return gone;
            }

            if (_nonProducts.Holds(item.Product))
            {
                return ItemRule.NonProduct.Reject("product");
            }

            if (Unrated(item.Currency, item.At) is { } apart)
            {
                return apart;
            }

            var import = Import(sender);
            var customer = item.Customer is not null ? Customer(item.Customer, import)
                : item.Order is not null ? Statement("customer-of-order").Add(item.Order).Find()
                : null;
            Span<byte> key = stackalloc byte[16];
            IntakeText.Key(sender, item.Id, key);
            var added = Statement("add-return").Add(item.Order ?? item.Id).Add(customer).Add(Product(item.Product, null, import)).Add(item.At.ToUnixTimeMilliseconds())
                .Add((long)item.Quantity).Add(Minor(item.Price, item.Currency, item.At)).Add(import).AddBytes(key).RunAndCount() == 1;
            return added ? Accepted : Repeated;
        }

        public ItemOutcome AddStock(IntakeSender sender, StockItem item)
        {
            var import = Import(sender);
            var product = Product(item.Product, null, import);
            var at = item.At.ToUnixTimeMilliseconds();
            var newDays = item.LeadDays is { } days && Statement("set-lead-days").Add(days).Add(product).RunAndCount() == 1;
            if (Statement("find-level").Add(product).Add(at).Add(import).Find() == item.Units)
            {
                return newDays ? Accepted : Repeated;
            }

            Statement("add-level").Add(product).Add(at).Add((long)item.Units).Add(import).Run();
            Statement("set-stock").Add((long)item.Units).Add(product).Add(at).Run();
            return Accepted;
        }

        public ItemOutcome AddConsent(IntakeSender sender, ConsentItem item, bool released)
        {
            if (Gone("customer", item.Customer, item.At, own: item.Granted) is { } gone)
            {
                return gone;
            }

            var import = Import(sender);
            var customer = Customer(item.Customer, import);
            var (at, granted) = (item.At.ToUnixTimeMilliseconds(), item.Granted ? 1L : 0L);
            if (Statement("find-consent").Add(customer).Add(item.Purpose).Add(item.Channel).Add(at).Add(granted).Find() is not null)
            {
                return Repeated;
            }

            if (item.Granted && !released && item.Purpose == ConsentPurposes.Marketing && IsSuppressed(customer, item.Channel))
            {
                return ItemRule.Suppressed.Doubt("granted");
            }

            Statement("add-consent").Add(customer).Add(item.Purpose).Add(item.Channel).Add(granted).Add(at).Add(item.Source).Add(item.Wording).Add(import).Add(item.Basis).Run();
            return Accepted;
        }

        public ItemOutcome Link(IntakeSender sender, string visitor, string customer)
        {
            if (Gone("customer", customer, null, own: false) is { } gone)
            {
                return gone;
            }

            var (who, whom) = (Visitor(visitor), Customer(customer, Import(sender)));
            return Foreign(who, whom) is { } refused ? refused : Link(who, whom) ? Accepted : Repeated;
        }

        private bool Link(long visitor, long customer) => Statement("link-visitor").Add(customer).Add(Now()).Add(visitor).RunAndCount() == 1;

        private ItemOutcome.Rejected? Foreign(long visitor, long customer) =>
            Statement("customer-of-visitor").Add(visitor).Find() is { } other && other != customer
                ? ItemRule.OtherCustomer.Reject("visitor")
                : null;

        private static string? Detail(EventItem item)
        {
            var properties = item.Properties is { ValueKind: JsonValueKind.Object } known ? known : (JsonElement?)null;
            if (item.Url is null && item.Search is null && properties is null)
            {
                return null;
            }

            using var buffer = new MemoryStream();
            using (var json = new Utf8JsonWriter(buffer))
            {
                json.WriteStartObject();
                if (item.Url is not null)
                {
                    json.WriteString("url", item.Url);
                }

                if (item.Search is not null)
                {
                    json.WriteString("search", item.Search);
                }

                if (properties is { } more)
                {
                    json.WritePropertyName("properties");
                    more.WriteTo(json);
                }

                json.WriteEndObject();
            }

            return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
        }
    }
}
