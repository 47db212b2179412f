using OffRamp.Functions.Partners;

namespace OffRamp.Functions.Tests.Scenarios.Cases;

/// <summary>What an operator has agreed with the partner.</summary>
internal static class Partners
{
    public static Task WantRefundsAsync(World world) =>
        world.OperatorAsync(HttpMethod.Patch, $"/ops/api/partners/{DemoPartner.Id}", new { policies = new { underpaid = "refund" } });
}
