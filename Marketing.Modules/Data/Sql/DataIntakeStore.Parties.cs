using System.Text.Json;
using Marketing.Data.Intake;

namespace Marketing.Data.Sql;

internal sealed partial class DataIntakeStore
{
    private sealed partial class IntakeRows
    {
        public ItemOutcome AddCustomer(IntakeSender sender, CustomerItem item)
        {
            if (GoneCustomer(item) is { } gone)
            {
                return gone;
            }

            var import = Import(sender);
            var isNew = Statement("find-customer").Add(item.Id).Find() is null;
            var customer = Customer(item.Id, import);
            if (!isNew)
            {
                Statement("remember-former-names").Add(customer).Add(Address(item.Email)).Add(item.Phone).Add(item.Name).Run();
            }

            var lost = item.Removed is not null && TakeFromCustomer(customer, Json(item.Removed));
            var changed = Statement("update-customer").Add(import).Add(Address(item.Email)).Add(item.Phone).Add(item.Name).Add(item.Country).Add(item.City).Add(item.Language)
                .Add(item.Created?.ToUnixTimeMilliseconds()).Add(Json(item.Tags)).Add(Json(item.Attributes)).Add(customer).RunAndCount() == 1;
            Statement("own-customer").Add(import).Add(customer).Run();
            RefuseSuppressed(customer, item.Email);
            return isNew || lost || changed ? Accepted : Repeated;
        }

        public ItemOutcome AddProduct(IntakeSender sender, ProductItem item)
        {
            var import = Import(sender);
            var isNew = Statement("find-product").Add(IntakeText.Code(item.Id)).Find() is null;
            long? active = item.Active is { } sold ? sold ? 1 : 0 : null;
            var (product, now) = (Product(item.Id, item.Name, import), system.GetUtcNow());
            var lost = item.Removed is not null && Statement("take-from-product").Add(Json(item.Removed)).Add(product).RunAndCount() == 1;
            var changed = Statement("update-product").Add(item.Name).Add(item.Category).Add(item.Brand).Add(Minor(item.Price, null, now)).Add(Minor(item.Cost, null, now))
                .Add(item.Image).Add(item.Url).Add(item.Description).Add(active).Add(Json(item.Attributes)).Add(product).RunAndCount() == 1;
            return isNew || lost || changed ? Accepted : Repeated;
        }

        public ItemOutcome AddOrder(IntakeSender sender, OrderItem item)
        {
            if (GoneBuyer(item) is { } gone)
            {
                return gone;
            }

            var lines = item.Lines.Where(line => !_nonProducts.Holds(line.Product)).ToList();
            if (lines.Count == 0)
            {
                return ItemRule.NothingSold.Reject("lines");
            }

            var import = Import(sender);
            var hash = IntakeText.ContentHash(item);
            var found = Statement("find-order").AddBytes(hash).Add(item.Id).Add(import).Find();
            if (found < 0)
            {
                return Repeated;
            }

            if (Unrated(item.Currency, item.At) is { } apart)
            {
                return apart;
            }

            if (Statement("find-other-order").Add(item.Id).Add(import).Find() is not null)
            {
                return ItemRule.SameOrder.Doubt("id", IntakeText.Shown(item.Id));
            }

            var customer = Buyer(item, import);
            var order = found is { } id ? Replace(id, item, customer, hash) : Insert(item, import, customer, hash);
            for (var position = 0; position < lines.Count; position++)
            {
                AddLine(order, position, item, lines[position], import);
            }

            return Accepted;
        }

        private bool TakeFromCustomer(long customer, string? removed)
        {
            Statement("remember-removed-names").Add(customer).Add(removed).Run();
            return Statement("take-from-customer").Add(removed).Add(customer).RunAndCount() == 1;
        }

        // An order without a customer number belongs to whoever has its address: a new customer under the address when nobody has.
        private long? Buyer(OrderItem item, long import)
        {
            var email = Address(item.Email);
            var visitor = item.Visitor is null ? (long?)null : Visitor(item.Visitor);
            var customer = item.Customer is not null ? Customer(item.Customer, import)
                : email is not null ? Statement("find-customer-by-email").Add(email).Find() ?? Customer(email, import)
                : visitor is { } known ? Statement("customer-of-visitor").Add(known).Find()
                : null;
            if (customer is { } buyer)
            {
                Statement("complete-customer").Add(email).Add(item.Country).Add(buyer).Run();
                RefuseSuppressed(buyer, email);
                if (visitor is { } browser)
                {
                    Link(browser, buyer);
                }
            }

            return customer;
        }

        // As files have it, so that one address is one address.
        private static string? Address(string? email) => email?.Trim().ToLowerInvariant();

        // An address that must not be written to stays so, whoever arrives with it.
        private void RefuseSuppressed(long customer, string? email)
        {
            if (email is not null && Forms(customer) is { } forms)
            {
                Statement("refuse-suppressed").Add(ConsentPurposes.Marketing).Add(customer).Add(forms).Run();
            }
        }

        private bool IsSuppressed(long customer, string channel) =>
            Forms(customer) is { } forms && Statement("suppression-of").Add(channel).Add(forms).Find() is not null;

        // The customer's address as it may stand on the list of suppressions: of a person who was erased and came back it is hidden there.
        private string? Forms(long customer) =>
            Statement("mail-of-customer").Add(customer).FindText() is { } email ? JsonSerializer.Serialize(_erased.Forms(email)) : null;

        private long Insert(OrderItem item, long import, long? customer, byte[] hash) => Statement("add-order")
            .Add(item.Id).Add(customer).Add(item.At.ToUnixTimeMilliseconds()).Add(import).Add(item.Status ?? "done").Add(item.Coupon).Add(item.Payment)
            .Add(Minor(item.Shipping, item.Currency, item.At)).Add(Minor(item.Discount, item.Currency, item.At)).AddBytes(hash).RunForId()!.Value;

        private long Replace(long order, OrderItem item, long? customer, byte[] hash)
        {
            Statement("replace-order").Add(customer).Add(item.At.ToUnixTimeMilliseconds()).Add(item.Status ?? "done").Add(item.Coupon).Add(item.Payment)
                .Add(Minor(item.Shipping, item.Currency, item.At)).Add(Minor(item.Discount, item.Currency, item.At)).AddBytes(hash).Add(order).Run();
            Statement("remove-lines").Add(order).Run();
            return order;
        }

        private void AddLine(long order, int position, OrderItem item, OrderLineItem line, long import)
        {
            var product = Product(line.Product, line.Name, import);
            if (line.Name is not null)
            {
                Statement("name-product").Add(line.Name).Add(product).Run();
            }

            Statement("add-line").Add(order).Add((long)position).Add(product).Add((long)line.Quantity)
                .Add(Minor(line.Price, item.Currency, item.At)).Add(Minor(line.Discount, item.Currency, item.At)).Run();
        }
    }
}
