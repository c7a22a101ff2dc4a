using Marketing.Data;

namespace Marketing.Tests.Data.Import.Files;

public sealed class KindGuessTests : IDisposable
{
    private readonly FilesRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData("customers", "Customer ID;E-Mail\n7;a@x.example\n8;b@x.example\n", "list.csv")]
    [InlineData("customers", "email,first_name,last_name\na@x.example,Ann,Lee\n", "list.csv")]
    [InlineData("customers", "Email Address,First Name,Last Name,Newsletter\na@x.example,Ann,Lee,yes\n", "list.csv")]
    [InlineData("customers", "E-Mail Adresse;Vorname;Nachname\na@x.example;Ann;Lee\n", "list.csv")]
    [InlineData("customers", "email\na@x.example\n", "customers_cleaned.csv")]
    [InlineData("customers", "email,first name,unsubscribed at\na@x.example,Ann,\nb@x.example,Bob,2009-01-01\n", "list.csv")]
    [InlineData("customers", "id,email,status\n7,a@x.example,subscribed\n8,b@x.example,unsubscribed\n", "list.csv")]
    [InlineData(null, "email\na@x.example\n", "list.csv")]
    [InlineData(null, "email,date\na@x.example,2009-01-01\n", "list.csv")]
    [InlineData("suppressions", "email\na@x.example\n", "bounces.csv")]
    [InlineData("suppressions", "Customer ID,E-Mail,Name\n7,a@x.example,Ann\n", "unsubscribed-customers.csv")]
    [InlineData("suppressions", "邮箱\na@x.example\n", "退订.csv")]
    [InlineData("suppressions", "email,reason\na@x.example,spam\n", "list.csv")]
    [InlineData("suppressions", "id,email,unsubscribe date\n7,a@x.example,2009-01-01\n", "list.csv")]
    [InlineData("suppressions", "email,status\na@x.example,bounced\nb@x.example,unsubscribed\n", "list.csv")]
    public async Task A_list_is_one_of_suppressions_only_when_it_says_so(string? kind, string text, string name)
    {
        var look = await _rig.SeenAsync(text, name);
        Assert.Equal((kind, kind is null), (look.Kind, look.IsAddressList));
    }

    [Theory]
    [InlineData("return,order,sku,quantity,date,price,customer")]
    [InlineData("return number,order,sku,quantity,date,price,customer,status,currency")]
    [InlineData("退货单号,订单号,商品编号,数量,日期,单价,客户编号")]
    public async Task A_column_of_numbers_of_returns_makes_a_file_one_of_returns(string header) =>
        Assert.Equal("returns", (await _rig.SeenAsync($"{header}\nR1,O1,A1,1,2009-02-01,9.99,7{(header.Contains("status") ? ",done,GBP" : "")}\n")).Kind);

    [Fact]
    public async Task Orders_of_which_a_few_have_a_return_stay_orders() =>
        Assert.Equal("orders", (await _rig.SeenAsync("order,sku,quantity,date,price,customer,return\nO1,A1,1,2009-02-01,9.99,7,\nO2,A1,1,2009-02-01,9.99,7,R1\n")).Kind);

    [Theory]
    [InlineData("E-Mail Adresse")]
    [InlineData("E-Mail-Adresse")]
    [InlineData("Mail")]
    [InlineData("Adresse électronique")]
    [InlineData("Correo electrónico")]
    [InlineData("Kontakt")]
    public async Task Addresses_are_found_by_usual_names_and_by_content(string header)
    {
        var look = await _rig.SeenAsync($"id;{header};Birthday\n7;a@x.example;1.2.1980\n", kind: "customers");
        Assert.Equal(header, look.Columns["email"]);
        Assert.Equal(["Birthday"], look.NotUsed(look.Columns));
    }

    [Fact]
    public async Task The_same_bytes_with_other_columns_complete_the_customers_and_with_the_same_change_nothing()
    {
        var plan = await _rig.PlanAsync("id,Wohnort,Ort\n7,Bonn,Köln\n"u8.ToArray(), "customers");
        Assert.IsType<ImportOutcome.Applied>(await _rig.RunAsync(plan));
        var other = plan with { Columns = new Dictionary<string, string>(plan.Columns) { ["city"] = "Ort" } };
        Assert.IsType<ImportOutcome.Applied>(await _rig.RunAsync(other));
        Assert.Equal("Köln", _rig.Ask<string>("select city from data_customers where key = '7'"));
        Assert.IsType<ImportOutcome.AlreadyThere>(await _rig.RunAsync(other));
    }

    [Fact]
    public async Task A_preview_names_the_columns_that_no_field_takes()
    {
        var people = await _rig.PlanAsync("id,email,First name\n7,a@x.example,Ann\n"u8.ToArray(), "customers");
        Assert.Equal(["First name"], Assert.IsType<PreviewOutcome.Seen>(await _rig.Files.PreviewAsync(people, default)).Preview.NotUsed);
        var orders = await _rig.PlanAsync("order,sku,quantity,date,price,customer,Warehouse\nO1,A1,1,2009-02-01,9.99,7,North\n"u8.ToArray(), "orders");
        Assert.Equal(["Warehouse"], Assert.IsType<PreviewOutcome.Seen>(await _rig.Files.PreviewAsync(orders, default)).Preview.NotUsed);
    }
}
