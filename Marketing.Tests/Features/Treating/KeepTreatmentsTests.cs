using FluentValidation;
using Marketing.Features;
using Marketing.Kernel;
using Marketing.Tests.Support;
using Microsoft.Extensions.Options;

namespace Marketing.Tests.Features.Treating;

public sealed class KeepTreatmentsTests : IDisposable
{
    private const string Gap = "customers.gap";
    private readonly ShopRig _shop = new(($"Features:Treatments:{Gap}:Missing", "Mean"));

    public void Dispose() => _shop.Dispose();

    [Fact]
    public async Task What_a_person_saves_stands_above_the_configuration_at_once_and_after_a_restart()
    {
        Assert.Equal(MissingMethod.Mean, Settings.Of(Gap).Missing);
        Assert.Null(Assert.Single(Settings.InForce).Saved);
        var capped = new Treatment { Missing = MissingMethod.Constant, Constant = 12.5, Outliers = OutlierMethod.RobustZ, Action = OutlierAction.Cap, Threshold = 4 };
        await Settings.SaveAsync(Gap, capped, "Ada", default);
        await Settings.SaveAsync("customers.basket", new Treatment { Missing = MissingMethod.Median }, "Ben", default);
        Assert.Equal(capped, Settings.Of(Gap));
        await _shop.RestartAsync();
        Assert.Equal(capped, Settings.Of(Gap));
        Assert.Equal(["customers.basket", Gap], Settings.InForce.Select(one => one.Feature));
        Assert.Equal(("Ada", _shop.Now), (Settings.InForce[1].Saved!.Actor, Settings.InForce[1].Saved!.At));
    }

    [Fact]
    public async Task Going_back_gives_the_configuration_and_every_change_is_in_the_audit_log()
    {
        await Settings.SaveAsync(Gap, new Treatment(), "Ada", default);
        Assert.Equal(MissingMethod.Leave, Settings.Of(Gap).Missing);
        Assert.True(await Settings.RevertAsync(Gap, "Ben", default));
        Assert.Equal(MissingMethod.Mean, Settings.Of(Gap).Missing);
        Assert.False(await Settings.RevertAsync(Gap, "Ben", default));
        var lines = (await _shop.Get<IAuditLog>().ListAsync(new TableQuery(), default)).Items.Where(line => line.Subject == Gap);
        Assert.Equal([("Ben", "features.treatment-back"), ("Ada", "features.treatment")], lines.Select(line => (line.Actor, line.Action)));
    }

    [Theory]
    [InlineData(OutlierMethod.IsolationForest, 1.0)]
    [InlineData(OutlierMethod.IsolationForest, 0.0)]
    [InlineData(OutlierMethod.ZScore, -1.0)]
    [InlineData(OutlierMethod.Fences, 101.0)]
    [InlineData(OutlierMethod.RobustZ, double.NaN)]
    public async Task A_threshold_out_of_the_range_of_its_method_is_refused_with_the_fix(OutlierMethod method, double threshold)
    {
        var refused = await Assert.ThrowsAsync<ValidationException>(() => Settings.SaveAsync(Gap, new Treatment { Outliers = method, Threshold = threshold }, "Ada", default));
        Assert.Contains("enter for example", Assert.Single(refused.Errors).ErrorMessage);
        Assert.Null(Assert.Single(Settings.InForce).Saved);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(-1e16)]
    public async Task A_constant_that_is_no_usual_number_is_refused(double constant) =>
        await Assert.ThrowsAsync<ValidationException>(() => Settings.SaveAsync(Gap, new Treatment { Missing = MissingMethod.Constant, Constant = constant }, "Ada", default));

    [Fact]
    public async Task An_unknown_feature_and_an_unknown_method_are_refused()
    {
        var refused = await Assert.ThrowsAsync<ValidationException>(() => Settings.SaveAsync("customers.mood", new Treatment(), "Ada", default));
        Assert.Contains(Gap, Assert.Single(refused.Errors).ErrorMessage);
        await Assert.ThrowsAsync<ValidationException>(() => Settings.SaveAsync(Gap, new Treatment { Missing = (MissingMethod)99 }, "Ada", default));
    }

    [Fact]
    public void A_configuration_out_of_range_is_refused()
    {
        using var shop = new ShopRig(($"Features:Treatments:{Gap}:Outliers", "ZScore"), ($"Features:Treatments:{Gap}:Threshold", "-2"));
        Assert.Throws<OptionsValidationException>(() => shop.Get<ITreatmentSettings>().InForce);
    }

    private ITreatmentSettings Settings => _shop.Get<ITreatmentSettings>();
}
