using System.Text;
using Marketing.Data.Intake;
using Marketing.Data.Privacy;

namespace Marketing.Data.Sql;

internal sealed partial class DataIntakeStore
{
    // Whoever was erased does not come back by arriving again, only by what the person does afterwards: see EraseList.
    private sealed partial class IntakeRows
    {
        // Numbers met that are on the list; every other number whose id is known need not be looked for again.
        private readonly HashSet<string> _listed = [];

        private ItemOutcome.Rejected? Gone(string field, string? customer, DateTimeOffset? at, bool own) =>
            ErasedAt(customer) is { } erased && IsHeld(customer!, erased, at, own) ? ByNumber(field) : null;

        private ItemOutcome.Rejected? GoneCustomer(CustomerItem item)
        {
            if (_erased.IsEmpty)
            {
                return null;
            }

            var (number, mail) = (ErasedAt(item.Id), _erased.MailAt(item.Email));
            var phone = number is null && mail is null && item.Email is null && Statement("find-customer").Add(item.Id).Find() is null ? _erased.PhoneAt(item.Phone) : null;
            if (EraseList.Later(EraseList.Later(number, mail), phone) is not { } erased || item.Created?.ToUnixTimeMilliseconds() > erased || CameBack(item.Id, erased))
            {
                return null;
            }

            return number is not null ? ByNumber("id") : mail is not null ? ByMail() : ItemRule.ErasedPhone.Reject("phone");
        }

        private ItemOutcome.Rejected? GoneBuyer(OrderItem item) =>
            Gone("customer", item.Customer, item.At, own: true)
            ?? (!_erased.IsEmpty && _erased.MailAt(item.Email) is { } erased && item.At.ToUnixTimeMilliseconds() <= erased ? ByMail() : null);

        private ItemOutcome.Rejected? GoneBrowser(EventItem item) =>
            item.Customer is null && item.Visitor is { } browser && _erased.HoldsBrowser(browser, item.At.ToUnixTimeMilliseconds())
                ? ItemRule.ErasedBrowser.Reject("visitor")
                : null;

        private long? ErasedAt(string? customer)
        {
            if (customer is null || _erased.IsEmpty || (_customers.Knows(customer) && !_listed.Contains(customer)))
            {
                return null;
            }

            var erased = _erased.NumberAt(Encoding.UTF8.GetBytes(customer));
            if (erased is not null)
            {
                _listed.Add(customer);
            }

            return erased;
        }

        private bool IsHeld(string customer, long erased, DateTimeOffset? at, bool own) =>
            at?.ToUnixTimeMilliseconds() <= erased || !((own && at is not null) || CameBack(customer, erased));

        private bool CameBack(string customer, long erased) => Statement("came-back").Add(customer).Add(erased).Find() is not null;

        private static ItemOutcome.Rejected ByNumber(string field) => ItemRule.ErasedNumber.Reject(field);

        private static ItemOutcome.Rejected ByMail() => ItemRule.ErasedEmail.Reject("email");
    }
}
